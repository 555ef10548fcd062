"""essay.md and metadata.yaml become a Book; and the HTML of a Book."""
