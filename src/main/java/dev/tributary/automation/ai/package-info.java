/** Answers by a language model behind any OpenAI-compatible chat-completions endpoint, until a person takes over. */
package dev.tributary.automation.ai;
