/**
 * Webhooks by the Standard Webhooks specification 1.0.0, both ways: keys, signatures, when to try again, and the POST itself.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the specification</a>
 */
package dev.tributary.platform.webhook;
