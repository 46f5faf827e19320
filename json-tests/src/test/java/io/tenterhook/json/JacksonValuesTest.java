package io.tenterhook.json;

import io.tenterhook.json.jackson.JacksonBinding;

class JacksonValuesTest extends ValuesContract {
  JacksonValuesTest() {
    super(new JacksonBinding());
  }
}
