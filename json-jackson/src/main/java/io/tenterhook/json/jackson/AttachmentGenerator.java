package io.tenterhook.json.jackson;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.tenterhook.client.spi.JsonSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Writes a placeholder where Jackson asks for base64, and keeps the bytes as an attachment.
 *
 * <pre>{"_placeholder":true,"num":N}</pre>
 *
 * At this place nothing is missed: every serializer ends here, whatever the type or the nesting.
 */
final class AttachmentGenerator extends JsonGeneratorDelegate {

  private final JsonSink sink;

  AttachmentGenerator(JsonGenerator delegate, JsonSink sink) {
    // false: nested values come back to this generator and not to the one behind.
    super(delegate, false);
    this.sink = sink;
  }

  @Override
  public void writeBinary(Base64Variant variant, byte[] data, int offset, int length)
      throws IOException {
    int number = sink.attach(ByteBuffer.wrap(data, offset, length));
    writeStartObject();
    writeBooleanField("_placeholder", true);
    writeNumberField("num", number);
    writeEndObject();
  }

  @Override
  public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
    byte[] bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
    writeBinary(variant, bytes, 0, bytes.length);
    return bytes.length;
  }
}
