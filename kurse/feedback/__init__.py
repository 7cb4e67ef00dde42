"""What people say of a course afterwards, without anybody being able to tell who said it."""
