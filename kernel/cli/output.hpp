// Standard output and the terminal.
#pragma once

#include <string>
#include <string_view>

namespace orm::cli {

// Whoever read standard output has gone away: the command ends quietly.
struct reader_gone {};

// Writes to standard output at once. Throws reader_gone, or error(out_of_space, driver_failed) where it can't.
void print(std::string_view text);

enum class colour { red = 31, green = 32, yellow = 33, cyan = 36 };

// The text in a colour when standard output is a terminal and neither $NO_COLOR nor TERM=dumb forbids it.
std::string coloured(std::string_view text, colour colour);

// The text filled up with spaces to a width in characters (UTF-8), for tables.
std::string padded(std::string_view text, std::size_t width);

// The text as a JSON string, quotes included.
std::string json_text(std::string_view text);

// Asks on the terminal; true for y and yes. Call only when on_terminal().
bool confirmed(std::string_view question);

// Whether there is someone to ask: standard input and standard error are a terminal.
bool on_terminal();

}  // namespace orm::cli
