package io.tenterhook.json;

import io.tenterhook.json.jackson3.Jackson3Binding;

class Jackson3ValuesTest extends ValuesContract {
  Jackson3ValuesTest() {
    super(new Jackson3Binding());
  }
}
