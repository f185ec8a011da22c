"""The one form of the intake's pages."""

from django import forms


class IndexForm(forms.Form):
    """What an administrator does to which version of the index, and whether they have seen what that means."""

    act = forms.ChoiceField(choices=[("start", "Build"), ("switch", "Put into use"), ("drop", "Drop")])
    name = forms.CharField(max_length=120)
    confirmed = forms.BooleanField(required=False)
