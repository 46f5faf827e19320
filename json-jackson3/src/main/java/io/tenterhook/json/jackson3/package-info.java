/**
 * Binds event arguments to Java types with Jackson 3.
 *
 * <p>Start reading at {@link io.tenterhook.json.jackson3.Jackson3Binding}. Binary data takes the
 * same road in both directions: {@code AttachmentGenerator} sits where Jackson would write base64,
 * {@code AttachmentParser} where it would read it; so all serializers and deserializers, the user's
 * too, work as they are.
 *
 * <p>Not here: the packet around a value, and the splitting of an event's arguments.
 */
@NullMarked
package io.tenterhook.json.jackson3;

import org.jspecify.annotations.NullMarked;
