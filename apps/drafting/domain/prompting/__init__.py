"""What a language model is asked, the only shape it may answer in, and how its answer is read. See decision 0025."""

from apps.drafting.domain.prompting.answers import Answer, answer_of, output_of, read_answer
from apps.drafting.domain.prompting.building import prompt_for
from apps.drafting.domain.prompting.grammar import answer_grammar
from apps.drafting.domain.prompting.prompt import Prompt, Unit
from apps.drafting.domain.prompting.rendering import rough_tokens
from apps.drafting.domain.prompting.schema import answer_schema
from apps.drafting.domain.prompting.texts import PROMPTS_SHA256, PROMPTS_VERSION, prompt_text, prompt_texts

__all__ = [
    "PROMPTS_SHA256",
    "PROMPTS_VERSION",
    "Answer",
    "Prompt",
    "Unit",
    "answer_grammar",
    "answer_of",
    "answer_schema",
    "output_of",
    "prompt_for",
    "prompt_text",
    "prompt_texts",
    "read_answer",
    "rough_tokens",
]
