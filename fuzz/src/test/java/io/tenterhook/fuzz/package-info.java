/**
 * What no input may do to a decoder. Each target takes bytes from a fuzzer, or from its corpus in
 * {@link io.tenterhook.fuzz.CorpusTest}; anything thrown but a {@link
 * io.tenterhook.protocol.ProtocolException} is a find.
 */
@NullMarked
package io.tenterhook.fuzz;

import org.jspecify.annotations.NullMarked;
