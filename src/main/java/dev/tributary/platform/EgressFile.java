package dev.tributary.platform;

import java.nio.file.Path;

/**
 * An answer whose body went to a temporary file. The caller deletes the file; when the call fails there is none.
 *
 * @param size in bytes
 */
public record EgressFile(EgressResponse response, Path path, long size) {}
