/** What rules can do: one bean an action, found by the container. All of an action is one savepoint of the message's transaction. */
package dev.tributary.automation.action;
