package io.tenterhook.json.jackson;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reports each placeholder object as one embedded binary value, as Jackson's parsers of binary
 * formats do. All deserializers know that token.
 */
final class AttachmentParser extends JsonParserDelegate {

  private final JsonSource source;
  private byte @Nullable [] attachment;

  AttachmentParser(JsonParser delegate, JsonSource source) {
    super(delegate);
    this.source = source;
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    attachment = null;
    JsonToken token = delegate.nextToken();
    if (token == JsonToken.START_OBJECT) {
      long consumed = delegate.currentLocation().getByteOffset();
      int number = source.placeholderAt(source.start() + (int) consumed - 1);
      if (number >= 0) {
        attachment = attachment(number);
        delegate.skipChildren();
        return JsonToken.VALUE_EMBEDDED_OBJECT;
      }
    }
    return token;
  }

  private byte[] attachment(int number) throws IOException {
    int count = source.attachments().size();
    if (number >= count) {
      throw new JsonParseException(
          this, "Placeholder number " + number + ", but the packet has " + count + " attachments");
    }
    return source.attachment(number);
  }

  @Override
  public @Nullable JsonToken nextValue() throws IOException {
    JsonToken token = nextToken();
    return token == JsonToken.FIELD_NAME ? nextToken() : token;
  }

  @Override
  public JsonParser skipChildren() throws IOException {
    if (attachment == null) {
      delegate.skipChildren();
    }
    return this;
  }

  @Override
  public void clearCurrentToken() {
    attachment = null;
    delegate.clearCurrentToken();
  }

  @Override
  public @Nullable JsonToken currentToken() {
    return attachment == null ? delegate.currentToken() : JsonToken.VALUE_EMBEDDED_OBJECT;
  }

  @Override
  public int currentTokenId() {
    return attachment == null ? delegate.currentTokenId() : JsonToken.VALUE_EMBEDDED_OBJECT.id();
  }

  @Override
  @Deprecated
  @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // old deserializers ask this way
  public @Nullable JsonToken getCurrentToken() {
    return currentToken();
  }

  @Override
  @Deprecated
  @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // old deserializers ask this way
  public int getCurrentTokenId() {
    return currentTokenId();
  }

  @Override
  public boolean hasToken(JsonToken token) {
    return currentToken() == token;
  }

  @Override
  public boolean hasTokenId(int id) {
    return currentTokenId() == id;
  }

  @Override
  public @Nullable Object getEmbeddedObject() throws IOException {
    return attachment == null ? delegate.getEmbeddedObject() : attachment;
  }

  @Override
  public byte[] getBinaryValue(Base64Variant variant) throws IOException {
    return attachment == null ? delegate.getBinaryValue(variant) : attachment;
  }

  @Override
  public int readBinaryValue(Base64Variant variant, OutputStream out) throws IOException {
    if (attachment == null) {
      return delegate.readBinaryValue(variant, out);
    }
    out.write(attachment);
    return attachment.length;
  }
}
