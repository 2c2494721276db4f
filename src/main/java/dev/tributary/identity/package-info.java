/**
 * Who is asking, and what they may do: organizations, users, teams, presence, API tokens, sign-in, audit.
 *
 * <p>Every request under {@code /rest} is turned into a {@link dev.tributary.identity.Caller} by one SQL
 * statement, from a session cookie or a bearer token; rooms above ask {@link dev.tributary.identity.CurrentCaller}
 * and never look at cookies or headers. What each role may do is {@link dev.tributary.identity.Permission}, the only
 * such table. Everything here is scoped by the caller's organization: a foreign id is not found.
 */
package dev.tributary.identity;
