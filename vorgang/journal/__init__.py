"""The journal of staff: written with every act, and never changed."""
