"""The whole line, from a raw essay to proven files; read `build` first."""
