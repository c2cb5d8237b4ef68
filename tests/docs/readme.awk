# The README's C++ program.
/^```cpp$/ { inside = 1; printf "#line %d \"%s\"\n", NR + 1, FILENAME; next }
/^```/ { inside = 0 }
inside { print }
