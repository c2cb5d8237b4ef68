/* Bytes as padded base64 (RFC 4648, section 4). Pure: any thread may call it. */
#ifndef ORM_SDK_VALUE_BASE64_HPP
#define ORM_SDK_VALUE_BASE64_HPP

#include <string>
#include <string_view>

namespace orm::sdk {

/* Appends the text of bytes to out. */
void encode_base64(std::string_view bytes, std::string& out);

/* Replaces out with the bytes of text. False, with out unspecified, unless text is exactly what encode_base64 writes:
 * no line breaks, all padding there, the unused bits of the last character 0. */
bool decode_base64(std::string_view text, std::string& out);

}  // namespace orm::sdk

#endif
