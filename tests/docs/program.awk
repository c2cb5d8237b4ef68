# Turns the code blocks of a document into one program: those marked `cpp declarations` at file scope, those marked
# `cpp run` inside main(), in order, each line with its place in the document.
/^```cpp (declarations|run)$/ { into = $2; line[into] = line[into] "#line " NR + 1 " \"" FILENAME "\"\n"; next }
/^```/ { into = ""; next }
into != "" { line[into] = line[into] $0 "\n" }
END { printf "#undef NDEBUG\n%s\nint main() {\n%s}\n", line["declarations"], line["run"] }
