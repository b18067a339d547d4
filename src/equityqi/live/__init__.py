"""The course in a browser alone: one static folder, Python in a web worker, answers in the browser's own store."""
