package io.tenterhook.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tenterhook.json.jackson.JacksonBinding;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JacksonAttachmentsTest extends AttachmentsContract {
  JacksonAttachmentsTest() {
    super(new JacksonBinding());
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
