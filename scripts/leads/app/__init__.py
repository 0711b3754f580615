"""What people look at: pages for sales, marketing, managers and who runs it, over what is published."""
