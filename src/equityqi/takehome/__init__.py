"""What a person takes home in their own name: certificate of attendance, reflective record, workbook."""
