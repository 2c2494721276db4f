/**
 * People who write to us: contacts, the identities they are recognised by, merging, and the CRM directory they are matched
 * with. May use {@code platform} and {@code identity}.
 */
package dev.tributary.contact;
