"""What is set aside: stories, quotations, suppositions, what others do."""
