/**
 * The rules themselves: what they may look at, how they are compiled, and which of them match. Pure: no I/O, no clock, no bean, so
 * a live run, a dry run and the explanation of an old run are the same function.
 */
package dev.tributary.automation.engine;
