package dev.tributary.channel;

/** A channel that shows cards side by side. */
public interface SendsCarousels extends SendsMessages {

    int maxSlides();

    int maxButtonsOfSlide();
}
