"""The web page's service: JSON for small things, one binary envelope for arrays. No arithmetic."""
