"""WordPress's own export (WXR): reading the file, and its posts as pieces of ours."""
