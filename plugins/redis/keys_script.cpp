// What a record is found by: entries and unique keys of one that comes, of one that goes, and of one that changes.
#include "script_writer.hpp"

namespace orm::redis {

using sdk::kv::mutation_shape;

std::string script_writer::create() {
  const lua_components found_by(shape_, "n");
  std::string lua = "local " + found_by.names() + "=string.match(" + record_ + ",'^%*:k[^ ]* " + found_by.captures() +
                    ";',18)\nlocal k=" + record_key_ + "\nlocal f=string.sub(k," +
                    std::to_string(shape_.record_prefix.size() + 1) + ")\n";
  std::string taken = "k";
  std::string adds, puts;
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    const mutation_shape::key& key = shape_.keys[i];
    const std::string unique = "u" + std::to_string(i);
    if (!key.unique_prefix.empty()) {
      lua += "local " + unique + "=" + found_by.unique_key(key) + "\n";
      taken += "," + unique + " or k";
      puts += "if " + unique + " then\n" + set(unique, "f", record_expiry_) + "end\n";
    }
    if (!key.index.empty()) adds += "redis.call('ZADD'," + indexes_[i] + ",0," + found_by.entry(key, "f") + ")\n";
  }
  lua += "if redis.call('EXISTS'," + taken + ")>0 then return 0 end\n" + adds;
  if (has_queue()) {
    lua += "if " + record_expiry_ + "~='' then redis.call('ZADD'," + queue_ + "," + record_expiry_ + "," +
           found_by.member() + ") end\n";
  }
  return lua + set("k", record_, record_expiry_) + puts + sweep() + "return 4\n";
}

void script_writer::erase() {
  const lua_components old(shape_, "c");
  std::string removes;
  std::string gone = "k";
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    const mutation_shape::key& key = shape_.keys[i];
    if (!key.unique_prefix.empty()) gone += ",(" + old.unique_key(key) + ") or k";
    if (!key.index.empty()) removes += "redis.pcall('ZREM'," + indexes_[i] + "," + old.entry(key, "f") + ")\n";
  }
  lua_ += "redis.call('DEL'," + gone + ")\n" + removes;
  if (has_queue()) lua_ += "redis.pcall('ZREM'," + queue_ + "," + old.member() + ")\n" + sweep();
  lua_ += "return 3\n";
}

void script_writer::move_keys() {
  const lua_components old(shape_, "c");
  for (std::uint32_t i = 0; i < shape_.component_count(); ++i) {
    if (!changed_components_.contains(i) && !changed_components_.empty()) {
      lua_ += "local n" + std::to_string(i) + "=c" + std::to_string(i) + "\n";
    }
  }
  const lua_components wanted(shape_, changed_components_.empty() ? "c" : "n");
  std::string expiry = "''";
  if (words_.changes_expiry) {
    expiry = expiry_;
  } else if (has_queue()) {
    lua_ += "local x=redis.call('PEXPIRETIME',k)\nx=x>0 and string.format('%.0f',x) or ''\n";
    expiry = "x";
  }
  std::string looks, adds, puts, frees, removes;
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    const mutation_shape::key& key = shape_.keys[i];
    const std::string number = std::to_string(i);
    if (!key.index.empty() && is_moved(key, key.components.size())) {
      lua_ += "local o" + number + ",p" + number + "=" + old.entry(key, "f") + "," + wanted.entry(key, "f") + "\n";
      const std::string differs = "if o" + number + "~=p" + number + " then ";
      adds += differs + "redis.call('ZADD'," + indexes_[i] + ",0,p" + number + ") end\n";
      removes += differs + "redis.pcall('ZREM'," + indexes_[i] + ",o" + number + ") end\n";
    }
    if (key.unique_prefix.empty()) continue;
    const std::string before = "u" + number, after = "v" + number;
    const bool moved = is_moved(key, key.width);
    if (!moved && !words_.changes_expiry) continue;
    lua_ += "local " + before + "=" + old.unique_key(key) + "\n";
    if (in_cluster_) looks += "if " + before + " then redis.call('EXISTS'," + before + ") end\n";
    if (moved) {
      lua_ += "local " + after + "=" + wanted.unique_key(key) + "\nif " + after + " and " + after + "~=" + before +
              " and redis.call('EXISTS'," + after + ")==1 then return 0 end\n";
      puts += "if " + after + " and " + after + "~=" + before + " then\n" + set(after, "f", expiry) + "end\n";
      frees += "if " + before + " and " + before + "~=" + after + " then redis.call('DEL'," + before + ") end\n";
    }
    if (words_.changes_expiry) {
      // It need not be written anew.
      puts += "if " + before + (moved ? " and " + before + "==" + after : std::string()) + " then\n" + "if " + expiry +
              "=='' or redis.call('PEXPIREAT'," + before + "," + expiry + ")==0 then\n" + set(before, "f", expiry) +
              "end\nend\n";
    }
  }
  if (has_queue()) {
    lua_ += "local h=" + wanted.member() + "\n";
    std::string when = expiry + "~=''";
    std::string unlike = "false";
    if (!changed_components_.empty()) {
      lua_ += "local g=" + old.member() + "\n";
      unlike = "g~=h";
      removes += "if g~=h then redis.pcall('ZREM'," + queue_ + ",g) end\n";
    }
    if (words_.changes_expiry) {
      const mutation_shape::field& expires = shape_.fields[shape_.expires];
      const std::string& text = fields_[shape_.expires].text;
      std::string value;
      for (std::size_t i = 0; i < form_.changes.size(); ++i) {
        if (form_.changes[i].field == shape_.expires) value = values_[i];
      }
      unlike += " or not " + text + " or string.sub(" + value + "," + std::to_string(expires.label.size() + 2) +
                ",-2)<" + text;
    }
    adds += "if " + when + " and (" + unlike + ") then redis.call('ZADD'," + queue_ + "," + expiry + ",h) end\n";
  }
  std::string keep = "redis.call('SET',k,s,'KEEPTTL')\n";
  if (!has_queue()) keep = "redis.call('SET',k,s)\n";
  lua_ += looks + adds + (words_.changes_expiry ? set("k", "s", expiry) : keep) + puts + frees + removes + sweep();
}

}  // namespace orm::redis
