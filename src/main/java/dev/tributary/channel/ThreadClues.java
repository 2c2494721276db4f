package dev.tributary.channel;

import java.util.List;
import java.util.Optional;

/**
 * By what a mail's conversation is found among those that are stored, the strongest first. Where nothing is found, the thread
 * that the message names is a new one.
 *
 * @param replyToken the secret part of an address that only our answers carried
 * @param inReplyTo ids of answered mails
 * @param references ids of earlier mails of the thread, oldest first
 * @param subject what may join mails where nothing else does; compared as it is
 * @param sender who has to be a participant where ids could have been learnt by others
 * @param onlyKnown nothing new is begun: what finds no conversation is ignored
 */
public record ThreadClues(
        Optional<String> replyToken, List<String> inReplyTo, List<String> references, Optional<String> subject, String sender, boolean onlyKnown) {

    public ThreadClues {
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
    }
}
