package io.tenterhook.cli.bench;

import java.util.Map;

/**
 * What a run was about, for those who read its report. Holds no secret.
 *
 * @param url scheme, host and port
 * @param event its name; empty if there is none
 * @param flags as they were given, by name, secrets masked
 * @param ranOn versions of the program, of Java, of the system
 */
public record Subject(
    String url, String namespace, String event, Map<String, String> flags, String ranOn) {}
