/**
 * Writes arguments as JSON and reads them back as Java types with Jackson 2.
 *
 * <p>Not here: packets and attachments. No Jackson type appears in a public signature.
 */
@NullMarked
package io.tenterhook.json.jackson;

import org.jspecify.annotations.NullMarked;
