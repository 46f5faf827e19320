package io.tenterhook.json.jackson3;

import io.tenterhook.client.spi.JsonSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.util.JsonGeneratorDelegate;

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
  public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
    int number = sink.attach(ByteBuffer.wrap(data, offset, length));
    writeStartObject();
    writeBooleanProperty("_placeholder", true);
    writeNumberProperty("num", number);
    return writeEndObject();
  }

  @Override
  public int writeBinary(Base64Variant variant, InputStream data, int length) {
    byte[] bytes;
    try {
      bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
    } catch (IOException unreadable) {
      throw JacksonIOException.construct(unreadable, this);
    }
    writeBinary(variant, bytes, 0, bytes.length);
    return bytes.length;
  }
}
