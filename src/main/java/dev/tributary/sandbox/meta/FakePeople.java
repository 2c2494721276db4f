package dev.tributary.sandbox.meta;

import java.util.List;

/** Somebody with a Facebook account and an Instagram account, and what they manage. */
record FakePeople(String name, List<FakePage> pages, String instagramId, String username) {}
