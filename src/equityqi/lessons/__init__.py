"""What a notebook asks, keeps and marks."""
