/**
 * Files that only their owner may read; needed by all parts of the command. Start at {@link
 * OwnerFile}.
 */
@NullMarked
package io.tenterhook.cli.file;

import org.jspecify.annotations.NullMarked;
