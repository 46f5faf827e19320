package io.tenterhook.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.json.jackson3.Jackson3Binding;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class Jackson3AttachmentsTest extends AttachmentsContract {
  Jackson3AttachmentsTest() {
    super(new Jackson3Binding());
  }

  @Test
  void takesBinaryNodesOfATreeToo() throws IOException {
    JsonNode tree =
        JsonNodeFactory.instance
            .objectNode()
            .put("data", CAT)
            .set("pojo", JsonNodeFactory.instance.pojoNode(DOG));
    assertThat(written(tree).attachments).containsExactly(CAT, DOG);
  }

  @Test
  void becomesABinaryNodeOfATree() throws IOException {
    JsonNode tree =
        (JsonNode) read("{\"a\":{\"_placeholder\":true,\"num\":0}}", JsonNode.class, CAT);
    assertThat(tree.get("a").binaryValue()).isEqualTo(CAT);
  }
}
