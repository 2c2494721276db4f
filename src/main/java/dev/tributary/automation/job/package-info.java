/** What rules do outside of the database: rows of the rule's own transaction, claimed with a lease after the commit, tried again until they end. */
package dev.tributary.automation.job;
