"""Nothing that this application answers is kept by a browser or on the way to it."""

from django.utils.cache import patch_cache_control


class NoStoreMiddleware:
    """After a logout, or a withdrawal, « back » shows no page of a case (domain P3, P9)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response
