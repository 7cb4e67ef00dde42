"""What a person sees and does by the link of a booking, as vorgang asks for it."""
