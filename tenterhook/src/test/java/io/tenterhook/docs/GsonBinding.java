package io.tenterhook.docs;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.Writer;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

final class GsonBinding implements JsonBinding {
  private final Gson gson =
      new GsonBuilder().registerTypeAdapter(byte[].class, new Attachments()).create();

  @Override
  public void write(Object value, JsonSink sink) throws IOException {
    Writer utf8 = new OutputStreamWriter(sink, StandardCharsets.UTF_8);
    try {
      gson.toJson(value, value.getClass(), new AttachingWriter(utf8, sink));
    } catch (JsonParseException unfit) {
      throw new IOException("Gson cannot write " + value.getClass().getName(), unfit);
    }
    utf8.flush();
  }

  @Override
  public Object read(JsonSource source, Type type) throws IOException {
    String json =
        new String(source.array(), source.start(), source.length(), StandardCharsets.UTF_8);
    try {
      return gson.fromJson(new AttachingReader(json, source), type);
    } catch (JsonParseException unfit) {
      throw new IOException("it is no " + type.getTypeName() + " to Gson", unfit);
    }
  }

  /** Carries the sink to where bytes are written. */
  private static final class AttachingWriter extends JsonWriter {
    final JsonSink sink;

    AttachingWriter(Writer out, JsonSink sink) {
      super(out);
      this.sink = sink;
    }
  }

  /** Carries the attachments to where bytes are read. */
  private static final class AttachingReader extends JsonReader {
    final JsonSource source;

    AttachingReader(String json, JsonSource source) {
      super(new StringReader(json));
      this.source = source;
    }
  }

  /** byte[] as {"_placeholder":true,"num":N}, its bytes beside the JSON. */
  private static final class Attachments extends TypeAdapter<byte[]> {
    @Override
    public void write(JsonWriter out, byte[] bytes) throws IOException {
      if (bytes == null) {
        out.nullValue();
        return;
      }
      int num = ((AttachingWriter) out).sink.attach(ByteBuffer.wrap(bytes));
      out.beginObject().name("_placeholder").value(true).name("num").value(num).endObject();
    }

    @Override
    public byte[] read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      int num = -1;
      in.beginObject();
      while (in.hasNext()) {
        if (in.nextName().equals("num")) {
          num = in.nextInt();
        } else {
          in.skipValue();
        }
      }
      in.endObject();
      return ((AttachingReader) in).source.attachment(num);
    }
  }
}
