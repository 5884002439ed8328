"""The rules module: pure judgement of poses; knows no pixels and opens no file."""
