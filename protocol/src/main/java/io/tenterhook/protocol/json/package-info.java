/**
 * Just enough JSON for the protocols: check a byte range, walk over what was checked, quote a
 * string.
 *
 * <p>Not here: values, trees, binding to types. A payload stays a byte range until the user asks
 * for a type, and then a JSON library of the user's choice does the work. Start reading in {@link
 * io.tenterhook.protocol.json.JsonScanner}.
 */
@NullMarked
package io.tenterhook.protocol.json;

import org.jspecify.annotations.NullMarked;
