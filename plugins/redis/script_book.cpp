// Scripts are made once and found by their text.
#include "script_book.hpp"

#include "mutation_script.hpp"
#include "scripts.hpp"

namespace orm::redis {
namespace {

const char none = 0;  // stands for "no script is made of this"

}  // namespace

script_book::script_book(const std::vector<sdk::kv::model_layout>& models, bool in_cluster)
    : expiring_(expiring_models(models)),
      in_cluster_(in_cluster),
      commit_(commit_lua(expiring_)),
      sweeping_commit_(commit_.text, script::keys::some_unnamed) {}

const mutation_script* script_book::mutation(const sdk::kv::mutation_form& form) {
  const void* prepared = form.prepared.load(std::memory_order_acquire);
  if (prepared == nullptr) form.prepared.store(prepared = find_or_make(form), std::memory_order_release);
  return prepared == &none ? nullptr : static_cast<const mutation_script*>(prepared);
}

void script_book::give_up(const sdk::kv::mutation_form& form, const mutation_script& made) {
  made.is_refused.store(true, std::memory_order_relaxed);
  form.prepared.store(&none, std::memory_order_release);
}

const void* script_book::find_or_make(const sdk::kv::mutation_form& form) {
  const expiring_model* const model = model_of(expiring_, form.shape->record_prefix);
  const auto text = mutation_lua(form, model == nullptr ? std::string() : model->queue, in_cluster_);
  if (!text) return &none;
  const std::lock_guard lock(mutex_);
  const auto found = mutations_.find(*text);
  if (found != mutations_.end())
    return found->second->is_refused ? &none : static_cast<const void*>(found->second.get());
  if (mutations_.size() == most_mutations) return &none;
  auto made = std::make_unique<const mutation_script>(*text, named_keys(form, model));
  return mutations_.emplace(*text, std::move(made)).first->second.get();
}

std::vector<std::string> script_book::named_keys(const sdk::kv::mutation_form& form,
                                                 const expiring_model* model) const {
  std::vector<std::string> keys;
  if (!in_cluster_) return keys;
  for (const auto& each : form.shape->keys) {
    if (!each.index.empty()) keys.push_back(each.index);
  }
  if (model != nullptr) keys.push_back(model->queue);
  return keys;
}

}  // namespace orm::redis
