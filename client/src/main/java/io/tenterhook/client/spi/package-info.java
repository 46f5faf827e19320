/**
 * What a transport and a JSON library must offer to carry a Tenterhook client.
 *
 * <p>Start reading at {@link io.tenterhook.client.spi.TransportProvider}: it opens {@link
 * io.tenterhook.client.spi.EventLoops}, an {@link io.tenterhook.client.spi.EventLoop} opens a
 * {@link io.tenterhook.client.spi.Link}, and the link tells its {@link
 * io.tenterhook.client.spi.LinkListener} what the network says. {@link
 * io.tenterhook.client.spi.JsonBinding} turns objects into JSON and back. Nothing here knows
 * Engine.IO or Socket.IO; those live in the {@code protocol} module.
 */
@NullMarked
package io.tenterhook.client.spi;

import org.jspecify.annotations.NullMarked;
