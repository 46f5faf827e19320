/** What the fuzz targets need of the transport's package-private decoders. */
@NullMarked
package io.tenterhook.transport.netty;

import org.jspecify.annotations.NullMarked;
