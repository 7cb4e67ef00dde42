"""A person's rights: the verbs and forms to put right, take back and delete what we keep of them."""
