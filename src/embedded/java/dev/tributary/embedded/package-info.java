/**
 * The service's own PostgreSQL, for a first run and for small installations. A real server from published binaries, run with
 * everything that keeps data safe: fsync and synchronous commits stay on, clients sign in with a generated password, and it
 * listens on this machine alone. Linux on x86-64 and arm64. Left out of native and container builds
 * ({@code -P '!embedded-db'}).
 */
package dev.tributary.embedded;
