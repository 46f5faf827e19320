package io.tenterhook.json.jackson3;

import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.SerializableString;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.JsonParserDelegate;

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
  public @Nullable JsonToken nextToken() {
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

  private byte[] attachment(int number) {
    int count = source.attachments().size();
    if (number >= count) {
      throw new StreamReadException(
          this, "Placeholder number " + number + ", but the packet has " + count + " attachments");
    }
    return source.attachment(number);
  }

  @Override
  public @Nullable JsonToken nextValue() {
    JsonToken token = nextToken();
    return token == JsonToken.PROPERTY_NAME ? nextToken() : token;
  }

  @Override
  public @Nullable String nextName() {
    attachment = null;
    return delegate.nextName();
  }

  @Override
  public boolean nextName(SerializableString expected) {
    attachment = null;
    return delegate.nextName(expected);
  }

  @Override
  public int nextNameMatch(PropertyNameMatcher expected) {
    attachment = null;
    return delegate.nextNameMatch(expected);
  }

  @Override
  public JsonParser skipChildren() {
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
  public boolean hasToken(JsonToken token) {
    return currentToken() == token;
  }

  @Override
  public boolean hasTokenId(int id) {
    return currentTokenId() == id;
  }

  @Override
  public @Nullable Object getEmbeddedObject() {
    return attachment == null ? delegate.getEmbeddedObject() : attachment;
  }

  @Override
  public byte[] getBinaryValue(Base64Variant variant) {
    return attachment == null ? delegate.getBinaryValue(variant) : attachment;
  }

  @Override
  public int readBinaryValue(Base64Variant variant, OutputStream out) {
    if (attachment == null) {
      return delegate.readBinaryValue(variant, out);
    }
    try {
      out.write(attachment);
    } catch (IOException unwritable) {
      throw JacksonIOException.construct(unwritable, this);
    }
    return attachment.length;
  }
}
