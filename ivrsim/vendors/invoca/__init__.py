"""Invoca: advertiser campaigns and their IVR trees."""
