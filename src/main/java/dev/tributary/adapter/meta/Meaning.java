package dev.tributary.adapter.meta;

import dev.tributary.channel.ChannelProblem;

/** What an error asks for, and what it means where that does not help. */
record Meaning(Remedy remedy, ChannelProblem problem) {

    enum Remedy {
        NONE,
        /** Trouble on Meta's side: again, with our own back-off. */
        BACK_OFF,
        /** The whole account is too fast. */
        SLOW_ACCOUNT,
        /** Too many messages to this one person. */
        SLOW_PERSON
    }
}
