"""Do instructions planted in a record change a draft, and is the reviewer shown where they stand?"""
